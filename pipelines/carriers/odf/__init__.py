"""OpenDocument (ODF 1.2, ISO/IEC 26300): what texts and spreadsheets have in common."""
