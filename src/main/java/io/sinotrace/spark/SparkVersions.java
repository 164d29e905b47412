package io.sinotrace.spark;

import java.security.CodeSource;
import org.apache.hadoop.util.VersionInfo;
import org.apache.spark.SparkContext;

/** Which Spark, Scala and Hadoop this JVM has; Spark need not be started. */
public final class SparkVersions {
  private SparkVersions() {}

  /** Returns the version of Spark, and the jar it comes from. */
  public static String spark() {
    CodeSource source = SparkContext.class.getProtectionDomain().getCodeSource();
    String place = source == null ? "an unknown place" : source.getLocation().getPath();
    return org.apache.spark.package$.MODULE$.SPARK_VERSION() + ", from " + place;
  }

  /** Returns the version of Scala's library. */
  public static String scala() {
    return scala.util.Properties$.MODULE$.versionNumberString();
  }

  /** Returns the version of Hadoop's client. */
  public static String hadoop() {
    return VersionInfo.getVersion();
  }
}
