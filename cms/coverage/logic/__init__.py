"""Can anybody meet these rules at all? Decided from the rules alone, never by asking customers.

Start with `proving.py`. `impossible` is only ever said of what nobody can meet: what the package
knows nothing of, or what would take too long, counts as possible.
"""
