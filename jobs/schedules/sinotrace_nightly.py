"""Airflow 3, with the provider apache-airflow-providers-apache-spark: scans of new volumes, nightly.

/opt/sinotrace and /srv/ct are there on the Airflow workers and on the cluster of the connection
spark_default. The driver runs on the Airflow worker (deploy mode client), since only then is the exit
code of spark-submit that of the job:

  0     success
  1     failed, and tried again twice: what is done stays done
  2, 3  failed at once: trying again would change nothing, a person has to look
"""

import re
from datetime import datetime, timedelta, timezone

from airflow.exceptions import AirflowException, AirflowFailException
from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator
from airflow.sdk import DAG


class SinotraceOperator(SparkSubmitOperator):
    """Tells the exit codes apart, which the provider names only in its message."""

    def execute(self, context):
        try:
            return super().execute(context)
        except AirflowException as e:
            code = re.search(r"Error code is: (\d+)", str(e))
            if code and code[1] in ("2", "3"):
                raise AirflowFailException(str(e)) from e
            raise


with DAG(
    dag_id="sinotrace_nightly",
    schedule="30 2 * * *",
    start_date=datetime(2026, 1, 1, tzinfo=timezone.utc),
    catchup=False,  # one run does all that has come in since the last
    max_active_runs=1,
):
    SinotraceOperator(
        task_id="scans",
        application="/opt/sinotrace/target/sinotrace.jar",
        java_class="io.sinotrace.cli.Main",
        application_args=["run", "/opt/sinotrace/jobs/schedules/nightly.yaml"],
        deploy_mode="client",
        properties_file="/opt/sinotrace/conf/spark-defaults-standalone.conf",
        retries=2,
        retry_delay=timedelta(minutes=10),
    )
