package io.sinotrace.cli;

import static io.sinotrace.cli.Schedules.HOME;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.deploy.SparkSubmitArguments;
import org.apache.spark.network.util.JavaUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import scala.jdk.javaapi.CollectionConverters;

/** The schedules of Kubernetes, against the classes of its API. */
class KubernetesSchedulesTest {
  /** Takes no field that a class has not, and no number or truth value for a text. */
  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .annotationIntrospector(
              new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1;

                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                  return false;
                }
              })
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .withCoercionConfig(
              LogicalType.Textual,
              coercion -> {
                for (CoercionInputShape shape :
                    List.of(
                        CoercionInputShape.Integer,
                        CoercionInputShape.Float,
                        CoercionInputShape.Boolean)) {
                  coercion.setCoercion(shape, CoercionAction.Fail);
                }
              })
          .build();

  @TempDir Path temp;

  /** What a ScheduledSparkApplication of sparkoperator.k8s.io/v1beta2 may hold, as far as used. */
  private record ScheduledSparkApplication(
      String apiVersion, String kind, ObjectMeta metadata, Spec spec) {
    record Spec(
        String schedule,
        String concurrencyPolicy,
        int successfulRunHistoryLimit,
        int failedRunHistoryLimit,
        Application template) {}

    record Application(
        String type,
        String mode,
        String sparkVersion,
        String image,
        String mainClass,
        String mainApplicationFile,
        List<String> arguments,
        RestartPolicy restartPolicy,
        List<Volume> volumes,
        Driver driver,
        Executor executor) {}

    record RestartPolicy(
        String type,
        int onFailureRetries,
        long onFailureRetryInterval,
        int onSubmissionFailureRetries,
        long onSubmissionFailureRetryInterval) {}

    record Driver(
        String serviceAccount,
        int cores,
        String memory,
        PodSecurityContext podSecurityContext,
        SecurityContext securityContext,
        List<VolumeMount> volumeMounts) {}

    record Executor(
        int instances,
        int cores,
        String memory,
        String memoryOverhead,
        String javaOptions,
        PodSecurityContext podSecurityContext,
        SecurityContext securityContext,
        List<VolumeMount> volumeMounts) {}
  }

  private static <T> T parse(String yaml, Class<T> type) {
    return STRICT.convertValue(new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml), type);
  }

  @Test
  void theCronJobIsOneOfBatchV1() throws IOException {
    CronJob job = parse(Schedules.read("cronjob.yaml"), CronJob.class);
    assertEquals("batch/v1", job.getApiVersion());
    assertEquals("CronJob", job.getKind());
    assertEquals("Forbid", job.getSpec().getConcurrencyPolicy());
    Schedules.assertNightly(job.getSpec().getSchedule());
    assertEquals(2, job.getSpec().getJobTemplate().getSpec().getBackoffLimit());

    PodSpec pod = pod(job);
    // A failure policy is refused with any other.
    assertEquals("Never", pod.getRestartPolicy());
    assertEquals(1, pod.getContainers().size());
    Container container = pod.getContainers().get(0);
    assertNotRoot(pod.getSecurityContext(), container.getSecurityContext());
    assertMounted(pod.getVolumes(), container.getVolumeMounts());
    assertEquals(true, container.getSecurityContext().getReadOnlyRootFilesystem());
  }

  @Test
  void theCronJobsExitCodesAreThoseThatNoRetryMends() throws IOException {
    CronJob job = parse(Schedules.read("cronjob.yaml"), CronJob.class);
    List<PodFailurePolicyRule> rules =
        job.getSpec().getJobTemplate().getSpec().getPodFailurePolicy().getRules();
    assertEquals(2, rules.size());
    assertEquals("FailJob", rules.get(0).getAction());
    var codes = rules.get(0).getOnExitCodes();
    assertEquals(pod(job).getContainers().get(0).getName(), codes.getContainerName());
    assertEquals("In", codes.getOperator());
    assertEquals(List.of(ExitCode.BAD_INPUT, ExitCode.SOME_SET_ASIDE), codes.getValues());
    assertEquals("Ignore", rules.get(1).getAction());
    assertEquals("DisruptionTarget", rules.get(1).getOnPodConditions().get(0).getType());
  }

  @Test
  void sparkSubmitTakesTheCronJobsArguments() throws IOException {
    Container container =
        pod(parse(Schedules.read("cronjob.yaml"), CronJob.class)).getContainers().get(0);
    assertEquals(List.of("/opt/spark/bin/spark-submit"), container.getCommand());
    List<String> here =
        container.getArgs().stream().map(argument -> argument.replace(HOME, "")).toList();
    SparkSubmitArguments submit =
        new SparkSubmitArguments(
            CollectionConverters.asScala(here).toSeq(),
            scala.collection.immutable.Map$.MODULE$.empty());
    assertEquals(Main.class.getName(), submit.mainClass());
    assertEquals("target/sinotrace.jar", submit.primaryResource().replaceAll(".*/(?=target/)", ""));
    assertEquals("local[*,4]", submit.master());
    Schedules.assertRuns(CollectionConverters.asJava(submit.childArgs().toSeq()), temp);

    long heap = JavaUtils.byteStringAsBytes(submit.driverMemory());
    String direct = submit.sparkProperties().apply("spark.driver.extraJavaOptions");
    long offHeap = JavaUtils.byteStringAsBytes(direct.replace("-XX:MaxDirectMemorySize=", ""));
    Quantity limit = requireNonNull(container.getResources().getLimits().get("memory"));
    assertEquals(limit, container.getResources().getRequests().get("memory"));
    long bytes = limit.getNumericalAmount().longValueExact();
    assertTrue(bytes >= heap + offHeap + (1L << 30), limit.toString());
  }

  @Test
  void theSparkApplicationIsOneOfTheOperator() throws IOException {
    var scheduled =
        parse(Schedules.read("scheduled-spark-application.yaml"), ScheduledSparkApplication.class);
    assertEquals("sparkoperator.k8s.io/v1beta2", scheduled.apiVersion());
    assertEquals("ScheduledSparkApplication", scheduled.kind());
    assertEquals("Forbid", scheduled.spec().concurrencyPolicy());
    Schedules.assertNightly(scheduled.spec().schedule());
    var template = scheduled.spec().template();
    assertEquals("Java", template.type());
    assertEquals("cluster", template.mode());
    assertEquals(Main.class.getName(), template.mainClass());
    assertEquals("local://" + HOME + "target/sinotrace.jar", template.mainApplicationFile());
    // The one that Maven takes by default, whatever profile the tests run with.
    String property = "<spark.version>" + template.sparkVersion() + "</spark.version>";
    String pom = Files.readString(Path.of("pom.xml"));
    assertEquals(pom.indexOf("<spark.version>"), pom.indexOf(property), property);
    assertEquals("OnFailure", template.restartPolicy().type());
    var driver = template.driver();
    assertNotRoot(driver.podSecurityContext(), driver.securityContext());
    assertMounted(template.volumes(), driver.volumeMounts());
    var executor = template.executor();
    assertNotRoot(executor.podSecurityContext(), executor.securityContext());
    assertMounted(template.volumes(), executor.volumeMounts());
    Schedules.assertRuns(template.arguments(), temp);
  }

  @Test
  void aMisspeltFieldAndAWrongTypeAreFound() throws IOException {
    String job = Schedules.read("cronjob.yaml");
    assertRefused(job, "concurrencyPolicy:", "concurencyPolicy:", CronJob.class);
    assertRefused(job, "readOnlyRootFilesystem:", "readOnlyRootFileSystem:", CronJob.class);
    assertRefused(job, "backoffLimit: 2", "backoffLimit: two", CronJob.class);
    assertRefused(job, "\"30 2 * * *\"", "30", CronJob.class);
    String spark = Schedules.read("scheduled-spark-application.yaml");
    assertRefused(spark, "javaOptions:", "javaOpts:", ScheduledSparkApplication.class);
    assertRefused(spark, "claimName:", "claim:", ScheduledSparkApplication.class);
    assertRefused(
        spark, "sparkVersion: 4.2.0", "sparkVersion: 4.2", ScheduledSparkApplication.class);
  }

  private static void assertRefused(String yaml, String right, String wrong, Class<?> type) {
    assertTrue(yaml.contains(right), right);
    assertThrows(
        IllegalArgumentException.class, () -> parse(yaml.replace(right, wrong), type), wrong);
  }

  private static PodSpec pod(CronJob job) {
    return job.getSpec().getJobTemplate().getSpec().getTemplate().getSpec();
  }

  private static void assertNotRoot(PodSecurityContext pod, SecurityContext container) {
    assertEquals(true, pod.getRunAsNonRoot());
    assertTrue(pod.getRunAsUser() > 0);
    assertEquals(false, container.getAllowPrivilegeEscalation());
    assertEquals(List.of("ALL"), container.getCapabilities().getDrop());
  }

  private static void assertMounted(List<Volume> volumes, List<VolumeMount> mounts) {
    Set<String> there = volumes.stream().map(Volume::getName).collect(Collectors.toSet());
    for (VolumeMount mount : mounts) {
      assertTrue(there.contains(mount.getName()), mount.getName());
    }
    assertTrue(mounts.stream().anyMatch(mount -> mount.getMountPath().equals("/srv/ct")));
  }
}
