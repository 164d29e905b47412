package io.sinotrace.spark;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log which backend this JVM traces with: once, however many tasks it runs. */
final class ChoiceLog {
  private static final Logger LOG = LoggerFactory.getLogger("io.sinotrace.backend");
  private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

  private ChoiceLog() {}

  /** Logs a choice unless this JVM has already. */
  static void say(String choice) {
    if (SAID.add(choice)) {
      LOG.info("backend {}", choice);
    }
  }
}
