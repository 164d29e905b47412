package io.sinotrace.spark;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what should appear in the log once a JVM, however many tasks and queries run in it. */
public final class OnceLog {
  private static final Logger BACKEND = LoggerFactory.getLogger("io.sinotrace.backend");
  private static final Logger GEOMETRY = LoggerFactory.getLogger("io.sinotrace.geometry");
  private static final Logger VOLUMES = LoggerFactory.getLogger("io.sinotrace.volumes");
  private static final Set<String> LOGGED = ConcurrentHashMap.newKeySet();

  private OnceLog() {}

  /** Logs which backend this JVM traces with. */
  public static void choice(String choice) {
    if (LOGGED.add(choice)) {
      BACKEND.info("backend {}", choice);
    }
  }

  /** Logs that files were passed over when volumes were searched for. */
  public static void passedOver(String warning) {
    if (LOGGED.add(warning)) {
      VOLUMES.warn(warning);
    }
  }

  /** Logs the warnings about the geometry of a scan. */
  public static void warn(ScanPlan plan) {
    for (String warning : plan.warnings()) {
      if (LOGGED.add(plan.id() + ": " + warning)) {
        GEOMETRY.warn("{}: {}", plan.id(), warning);
      }
    }
  }
}
