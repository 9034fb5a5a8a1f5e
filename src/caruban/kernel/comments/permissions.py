from caruban.kernel.permissions import Permission


class CommentPermission(Permission):
    READ = "comment.read"
    WRITE = "comment.write"
    KEEP = "comment.keep"  # remove what somebody else wrote
