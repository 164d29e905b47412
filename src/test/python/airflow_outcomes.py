"""Runs a DAG file with stand-ins for what it imports of Airflow, and says as JSON what it made: the
settings of its DAG and its task, and what becomes of the task for each exit code of spark-submit."""

import json
import runpy
import sys
import types

dags, tasks = [], []


class AirflowException(Exception):
    pass


class AirflowFailException(AirflowException):
    pass


class DAG:
    def __init__(self, **settings):
        dags.append(settings)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return False


class SparkSubmitOperator:
    def __init__(self, **settings):
        self.settings = settings
        tasks.append(self)

    def execute(self, context):
        if context != 0:
            raise AirflowException(
                f"Cannot execute: spark-submit --conf a=2 run. Error code is: {context}.\nlast words"
            )


def module(name, *members):
    sys.modules[name] = types.ModuleType(name)
    for member in members:
        setattr(sys.modules[name], member.__name__, member)


def outcome(code):
    try:
        tasks[0].execute(code)
        return "success"
    except AirflowException as e:
        return type(e).__name__


module("airflow")
module("airflow.sdk", DAG)
module("airflow.exceptions", AirflowException, AirflowFailException)
for package in ("", ".apache", ".apache.spark", ".apache.spark.operators"):
    module("airflow.providers" + package)
module("airflow.providers.apache.spark.operators.spark_submit", SparkSubmitOperator)

sys.dont_write_bytecode = True
runpy.run_path(sys.argv[1])
made = {
    "dag": dags[0],
    "tasks": len(tasks),
    "task": tasks[0].settings,
    "outcomes": [outcome(code) for code in range(4)],
}
print(json.dumps(made, default=str))
