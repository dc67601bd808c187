"""Records in the form of FHIR R4, and back."""
