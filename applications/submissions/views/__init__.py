"""The applicant's pages: thin, each asking a service or a queryset."""
