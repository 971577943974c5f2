"""How well a passive network tells bona fide presentations from attacks: scores files, error rates, a report."""
