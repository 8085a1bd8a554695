"""How a page looks: frame, parts, paging, filters and the words of a refusal. Knows nobody."""
