package io.sinotrace.spark.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sinotrace.spark.SparkSessions;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class SinotraceExtensionsTest {
  @Test
  void everySessionOfTheApplicationHasTheFunctions() {
    SparkSessions.local().stop();
    SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", false)
            .config("spark.sql.extensions", SinotraceExtensions.class.getName())
            .getOrCreate();
    try {
      SparkSession other = spark.newSession();
      assertEquals(
          List.of(
              "sinotrace_log",
              "sinotrace_measure",
              "sinotrace_png",
              "sinotrace_projection",
              "sinotrace_sinogram",
              "sinotrace_transmission",
              "sinotrace_window"),
          other.sql("SHOW FUNCTIONS LIKE 'sinotrace*'").collectAsList().stream()
              .map(row -> row.getString(0))
              .toList());
      SinotraceFunctions.register(other);
      Row row =
          other
              .sql(
                  "SELECT sinotrace_log(0.5D), hex(sinotrace_png(sinotrace_projection(0, array(1f))))")
              .head();
      assertEquals(-StrictMath.log(0.5), row.getDouble(0));
      assertEquals("89504E47", row.getString(1).substring(0, 8));
    } finally {
      // Tests that follow start one without.
      spark.stop();
    }
  }
}
