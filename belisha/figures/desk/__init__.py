"""What staff do with figures, each act recorded in the ledger. The rest of belisha.figures knows no desk."""
