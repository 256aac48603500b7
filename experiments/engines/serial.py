"""The simplest engine: tasks are done in this process, one after the other."""

from cogov.experiments.engines.engine import Ended, NextTask


class Serial:
    """Does every task here and now. A task that ends the process ends the study; what is written by then is kept."""

    def work[R](self, next_task: NextTask[R]) -> Ended[R]:
        """Do one task after the other."""
        while (task := next_task()) is not None:
            task.prepare()
            yield task, task()
