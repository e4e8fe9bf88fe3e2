"""From checked rows to records: references, rules of the whole database, one transaction.

Each kind has a loader: a function that looks at all rows, tells the context what is wrong,
and returns the function that writes them. Nothing is written while anything is wrong.
"""
