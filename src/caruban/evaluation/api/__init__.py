"""The API of evaluation: the pages' own queries and actions, in plain data."""

from ninja import Router

from caruban.evaluation.api import answers, instruments, paths, results

router = Router()
router.add_router("", results.router)
router.add_router("", paths.router)
router.add_router("", answers.router)
router.add_router("", instruments.router)
