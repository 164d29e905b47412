package io.sinotrace.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.network.util.JavaUtils;
import org.apache.spark.util.Utils;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scala.jdk.javaapi.CollectionConverters;

/** The settings for each kind of cluster, as far as Spark's own classes can tell without one. */
class ConfTest {
  private static Map<String, String> settings(String cluster) {
    return CollectionConverters.asJava(
        Utils.getPropertiesFromFile("conf/spark-defaults-" + cluster + ".conf"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "standalone", "yarn", "kubernetes"})
  void sparkKnowsEverySetting(String cluster) {
    for (String key : settings(cluster).keySet()) {
      // Settings of modules that are not on the class path, and one that is in no list.
      boolean elsewhere = key.startsWith("spark." + cluster + ".") || key.equals("spark.master");
      assertTrue(elsewhere || SparkEntries.contain(key), key + " is unknown to Spark");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"yarn", "kubernetes"})
  void theOverheadHoldsWhatIsOffTheHeap(String cluster) {
    SparkConf conf = new SparkConf(false);
    settings(cluster).forEach(conf::set);
    String option = "-XX:MaxDirectMemorySize=";
    String java = conf.get("spark.executor.extraJavaOptions");
    assertTrue(java.startsWith(option), java);
    long offHeap = JavaUtils.byteStringAsBytes(java.substring(option.length()));
    long overhead = JavaUtils.byteStringAsBytes(conf.get("spark.executor.memoryOverhead"));
    long heap = JavaUtils.byteStringAsBytes(conf.get("spark.executor.memory"));
    assertTrue(overhead >= offHeap + heap / 10, overhead + " for " + offHeap);
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "standalone", "yarn", "kubernetes"})
  void theMasterIsOfThatKind(String cluster) {
    String master = settings(cluster).getOrDefault("spark.master", "");
    String begin =
        Map.of("standalone", "spark", "kubernetes", "k8s").getOrDefault(cluster, cluster);
    assertEquals(begin, master.replaceAll("\\W.*", ""));
  }
}
