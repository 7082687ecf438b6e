"""May this person do this to this request? Each answer is a Decision with its Italian reason."""
