"""The site around the catalogue: home page, dedicated spaces, content pages."""
