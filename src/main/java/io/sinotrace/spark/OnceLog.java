package io.sinotrace.spark;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log what is to be said once a JVM, however many tasks and queries it runs. */
public final class OnceLog {
  private static final Logger BACKEND = LoggerFactory.getLogger("io.sinotrace.backend");
  private static final Logger GEOMETRY = LoggerFactory.getLogger("io.sinotrace.geometry");
  private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

  private OnceLog() {}

  /** Logs which backend this JVM traces with. */
  public static void choice(String choice) {
    if (SAID.add(choice)) {
      BACKEND.info("backend {}", choice);
    }
  }

  /** Logs what is hardly meant about the geometry of a scan that a table has. */
  public static void warn(ScanPlan plan) {
    for (String warning : plan.warnings()) {
      if (SAID.add(plan.id() + ": " + warning)) {
        GEOMETRY.warn("{}: {}", plan.id(), warning);
      }
    }
  }
}
