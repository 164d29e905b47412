package io.sinotrace.standin;

import static io.sinotrace.standin.Calls.ok;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import jcuda.driver.JCudaDriver;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

/** Tests that call the stand-in through JCuda, each as if its process had only begun. */
@Tag("stand-in")
abstract class OnDriver {
  final Control control = Control.open();

  @BeforeAll
  static void build() throws IOException {
    assumeTrue(StandIn.missing().isEmpty(), () -> StandIn.missing().orElse(""));
    StandIn.use();
    JCudaLibrary.load();
  }

  @BeforeEach
  void begin() {
    control.reset();
    control.restart();
    ok(JCudaDriver.cuInit(0));
  }
}
