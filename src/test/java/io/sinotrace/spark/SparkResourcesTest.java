package io.sinotrace.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InputException;
import io.sinotrace.projector.Resources;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.resource.ResourceInformation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SparkResourcesTest {
  private final SparkConf conf = new SparkConf(false);

  @AfterEach
  void forgetTheProperty() {
    System.clearProperty("sinotrace.gpu.device");
  }

  private static Map<String, ResourceInformation> given(String... addresses) {
    return Map.of("gpu", new ResourceInformation("gpu", addresses));
  }

  @Test
  void whatSparkGaveComesFirstThenItsSettingThenTheProperty() {
    assertNull(SparkResources.of(conf, Map.of(), 1).gpu());
    System.setProperty("sinotrace.gpu.device", "3");
    assertEquals("3", SparkResources.of(conf, Map.of(), 1).gpu());
    conf.set("spark.sinotrace.gpu.device", "2");
    assertEquals("2", SparkResources.of(conf, Map.of(), 1).gpu());
    assertEquals("GPU-1f", SparkResources.of(conf, given("GPU-1f"), 1).gpu());
    // Something else that was given is no GPU.
    assertEquals(
        "2",
        SparkResources.of(
                conf, Map.of("fpga", new ResourceInformation("fpga", new String[] {"7"})), 1)
            .gpu());
  }

  @Test
  void severalGpusToATaskAreRefused() {
    String message =
        assertThrows(InputException.class, () -> SparkResources.of(conf, given("0", "1"), 1))
            .getMessage();
    assertTrue(message.contains("spark.task.resource.gpu.amount"), message);
    assertTrue(message.contains("2 GPUs [0, 1]"), message);
  }

  @Test
  void concurrencyIsAWholeNumberOfAtLeastOne() {
    assertEquals(2, SparkResources.of(conf, Map.of(), 1).gpuConcurrency());
    conf.set("spark.sinotrace.gpu.concurrency", "5");
    assertEquals(5, SparkResources.of(conf, Map.of(), 1).gpuConcurrency());
    for (String bad : List.of("0", "-1", "two", "", "1.5", "99999999999")) {
      conf.set("spark.sinotrace.gpu.concurrency", bad);
      String message =
          assertThrows(InputException.class, () -> SparkResources.of(conf, Map.of(), 1))
              .getMessage();
      assertTrue(message.startsWith("spark.sinotrace.gpu.concurrency: " + bad + ";"), message);
    }
  }

  @Test
  void anEmptyDeviceIsNamedByItsKey() {
    System.setProperty("sinotrace.gpu.device", " ");
    String property =
        assertThrows(InputException.class, () -> SparkResources.of(conf, Map.of(), 1)).getMessage();
    assertTrue(property.startsWith("sinotrace.gpu.device: "), property);
    conf.set("spark.sinotrace.gpu.device", "");
    String setting =
        assertThrows(InputException.class, () -> SparkResources.of(conf, Map.of(), 1)).getMessage();
    assertTrue(setting.startsWith("spark.sinotrace.gpu.device: "), setting);
  }

  @Test
  void tasksOfSeveralCoresAreFewer() {
    assertEquals(8, SparkResources.slots(8, conf));
    conf.set("spark.task.cpus", "3");
    assertEquals(2, SparkResources.slots(8, conf));
    assertEquals(1, SparkResources.slots(2, conf));
    assertEquals(3, SparkResources.of(conf, Map.of(), 3).threads());
  }

  @Test
  void aStandaloneExecutorHasAllCoresUnlessTold() {
    SparkSessions.local().stop();
    Map<String, String> given = Map.of("spark.executor.cores", "8", "spark.task.cpus", "3");
    System.setProperty("spark.master", "spark://host:7077");
    try {
      assertEquals(0, SparkSettings.tasksAnExecutor());
      given.forEach(System::setProperty);
      assertEquals(2, SparkSettings.tasksAnExecutor());
      System.setProperty("spark.master", "local[6]");
      assertEquals(2, SparkSettings.tasksAnExecutor());
    } finally {
      given.keySet().forEach(System::clearProperty);
      System.clearProperty("spark.master");
    }
  }

  @Test
  void itWorksInATaskAndOutsideOfOne() {
    Resources here = SparkResources.here();
    assertEquals(new Resources(null, Resources.GPU_CONCURRENCY, 1, here.callers()), here);
    SparkConf three = conf.clone().set("spark.master", "local[3]");
    assertEquals(3, SparkResources.of(three, Map.of(), 1).callers());
    assertEquals(1, SparkResources.of(three.set("spark.task.cpus", "2"), Map.of(), 2).callers());
    var context = JavaSparkContext.fromSparkContext(SparkSessions.local().sparkContext());
    System.setProperty("sinotrace.gpu.device", "4");
    assertEquals(
        List.of("4"),
        context.parallelize(List.of(1), 1).map(i -> "" + SparkResources.here().gpu()).collect());
  }

  @Test
  void failingExecutorsArePassedOverOnGpuClustersUnlessSomeoneChose() {
    SparkConf noGpus = conf.clone().set("spark.master", "spark://host:7077");
    assertFalse(SparkSettings.wantsExclusion(noGpus));
    conf.set("spark.executor.resource.gpu.amount", "1");
    assertFalse(SparkSettings.wantsExclusion(conf));
    for (String local : List.of("local", "local[2]", "local[*]", "local[2,4]")) {
      assertFalse(SparkSettings.wantsExclusion(conf.clone().set("spark.master", local)), local);
    }
    for (String master :
        List.of("spark://host:7077", "yarn", "k8s://https://host:6443", "local-cluster[2,1,64]")) {
      SparkConf cluster = conf.clone().set("spark.master", master);
      assertTrue(SparkSettings.wantsExclusion(cluster), master);
      for (String key :
          List.of(
              "spark.excludeOnFailure.enabled",
              "spark.excludeOnFailure.application.enabled",
              "spark.excludeOnFailure.taskAndStage.enabled")) {
        assertFalse(SparkSettings.wantsExclusion(cluster.clone().set(key, "false")), key);
      }
      // Spark refuses to start with as few attempts as one host may have.
      assertFalse(SparkSettings.wantsExclusion(cluster.clone().set("spark.task.maxFailures", "2")));
      assertTrue(SparkSettings.wantsExclusion(cluster.clone().set("spark.task.maxFailures", "3")));
    }
  }
}
