"""What goes wrong outside the program: a crash, a full disk, a lost server, a crowd, a wrong clock."""
