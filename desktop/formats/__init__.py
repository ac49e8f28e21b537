"""What others write and read: workbooks, directories, and the plain files of a program."""
