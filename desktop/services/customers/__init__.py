"""Customer accounts: the list of all with what they owe, and the card of one."""
