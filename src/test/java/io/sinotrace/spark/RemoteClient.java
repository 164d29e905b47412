package io.sinotrace.spark;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A program on another machine, for all it knows: Spark Connect's client and none of our classes
 * but this one. Prints what it gets, line by line.
 */
public final class RemoteClient {
  private RemoteClient() {}

  /**
   * Asks for parts of a scan.
   *
   * @param args the server, {@code sc://host:port}, and a scan description that the server can read
   */
  public static void main(String[] args) throws Exception {
    try (SparkSession spark = SparkSession.builder().remote(args[0]).getOrCreate()) {
      System.out.println("client " + spark.getClass().getName());
      Dataset<Row> scan = spark.read().format("sinotrace").load(args[1]);
      print(
          "part", scan.where("view between 3 and 5 and row = 10"), "view", "row", "line_integral");
      scan.createOrReplaceTempView("scan");
      print(
          "function",
          spark.sql(
              "select view, row, sinotrace_transmission(line_integral) t from scan where row = 7"),
          "view",
          "row",
          "t");
      try {
        spark.read().format("sinotrace").load("/no/such.yaml").count();
      } catch (Exception e) {
        // Spark's own is a checked one, whatever its signatures say.
        System.out.println("refused " + String.valueOf(e.getMessage()).replace('\n', ' '));
      }
    }
  }

  private static void print(
      String what, Dataset<Row> rows, String view, String row, String values) {
    for (Row each : rows.select(view, row, values).orderBy(view, row).collectAsList()) {
      System.out.println(
          what + " " + each.getInt(0) + " " + each.getInt(1) + " " + each.getList(2));
    }
  }
}
