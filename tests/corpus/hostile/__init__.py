"""Files that try to hurt the reader; built when a test asks for them."""
