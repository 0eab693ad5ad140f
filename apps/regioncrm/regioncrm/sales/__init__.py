"""Price lists and proposals. The arithmetic of a proposal is in ``proposal_math`` and knows no database."""
