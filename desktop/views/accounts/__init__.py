"""The Accounts tab: the list of customers with what they owe, and the card of one."""
