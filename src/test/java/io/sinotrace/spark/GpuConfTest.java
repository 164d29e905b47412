package io.sinotrace.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.apache.spark.SparkConf;
import org.apache.spark.resource.ResourceUtils;
import org.apache.spark.util.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.jdk.javaapi.CollectionConverters;

/** The files for GPU clusters: the discovery script with a false nvidia-smi, and the settings. */
class GpuConfTest {
  @TempDir Path temp;

  private record Result(int code, String out, String err) {}

  /** Runs the script where the only programs are bash and, if given, an nvidia-smi. */
  private Result discover(String... nvidiaSmi) throws IOException, InterruptedException {
    Path bin = Files.createDirectories(temp.resolve("bin"));
    if (nvidiaSmi.length > 0) {
      Path fake = bin.resolve("nvidia-smi");
      Files.writeString(fake, "#!/bin/bash\n" + String.join("\n", nvidiaSmi) + "\n");
      assertTrue(fake.toFile().setExecutable(true));
    }
    Path out = temp.resolve("stdout");
    Path err = temp.resolve("stderr");
    ProcessBuilder script =
        new ProcessBuilder("/bin/bash", "conf/gpu-discovery")
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    script.environment().put("PATH", bin.toString());
    Process process = script.start();
    assertTrue(process.waitFor(20, TimeUnit.SECONDS));
    return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  @Test
  void theScriptMayBeRun() {
    assertTrue(Files.isExecutable(Path.of("conf/gpu-discovery")));
  }

  @Test
  void allGpusAreNamedByTheirUuids() throws Exception {
    // Answers only the question that it is to be asked.
    Result result =
        discover(
            "[ \"$*\" = '--query-gpu=uuid --format=csv,noheader' ] || exit 7",
            "echo GPU-3f1b1c1e-0000-1111-2222-333344445555",
            "echo GPU-00000000-9999-8888-7777-666655554444");
    assertEquals(0, result.code(), result.err());
    JsonNode told = new ObjectMapper().readTree(result.out());
    assertEquals("gpu", told.path("name").asText());
    assertEquals(
        List.of(
            "GPU-3f1b1c1e-0000-1111-2222-333344445555", "GPU-00000000-9999-8888-7777-666655554444"),
        StreamSupport.stream(told.path("addresses").spliterator(), false)
            .map(JsonNode::asText)
            .toList());
    assertEquals(1, result.out().lines().count());
  }

  @Test
  void withoutTheDriverItSaysSo() throws Exception {
    Result result = discover();
    assertFalse(result.code() == 0);
    assertEquals("", result.out());
    assertTrue(result.err().contains("no nvidia-smi"), result.err());
  }

  @Test
  void whatNvidiaSmiComplainsOfIsPassedOn() throws Exception {
    Result failed = discover("echo 'NVIDIA-SMI has failed: no driver'", "exit 9");
    assertFalse(failed.code() == 0);
    assertEquals("", failed.out());
    assertTrue(failed.err().contains("NVIDIA-SMI has failed: no driver"), failed.err());
    Result none = discover("echo 'No devices were found'");
    assertFalse(none.code() == 0);
    assertEquals("", none.out());
    assertTrue(none.err().contains("No devices were found"), none.err());
  }

  private static Map<String, String> settings() {
    return new TreeMap<>(
        CollectionConverters.asJava(Utils.getPropertiesFromFile("conf/spark-defaults-gpu.conf")));
  }

  @Test
  void sparkKnowsEverySetting() {
    for (String key : settings().keySet()) {
      boolean resource = key.matches("spark\\.(worker|executor|task)\\.resource\\.gpu\\..*");
      boolean ours = key.equals(SparkResources.CONCURRENCY);
      assertTrue(resource || ours || SparkEntries.contain(key), key + " is unknown to Spark");
    }
  }

  @Test
  void twoTasksShareAGpu() {
    SparkConf conf = new SparkConf(false);
    settings().forEach(conf::set);
    var executor = ResourceUtils.parseAllResourceRequests(conf, "spark.executor");
    assertEquals(1, executor.size());
    assertEquals("gpu", executor.apply(0).id().resourceName());
    assertEquals(1, executor.apply(0).amount());
    assertEquals("nvidia.com", executor.apply(0).vendor().get());
    var worker = ResourceUtils.parseAllResourceRequests(conf, "spark.worker");
    assertEquals(4, worker.apply(0).amount());
    var task = ResourceUtils.parseResourceRequirements(conf, "spark.task");
    // Spark turns a fraction into parts of one address.
    assertEquals(1, task.apply(0).amount());
    assertEquals(2, task.apply(0).numParts());
    assertEquals(2, conf.getInt("spark.executor.cores", 0));
    assertEquals(2, SparkResources.of(conf, Map.of(), 1).gpuConcurrency());
    // On by name, so Sinotrace leaves it alone.
    assertFalse(SparkSettings.wantsExclusion(conf.set("spark.master", "spark://host:7077")));
  }
}
