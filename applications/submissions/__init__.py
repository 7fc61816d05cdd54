"""The dossier, from the first draft to the decision, on the applicant's side."""
