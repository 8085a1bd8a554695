"""What anybody finds without an account, in large type: stations, ordering, looking up an order."""
