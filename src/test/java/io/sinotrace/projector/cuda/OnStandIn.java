package io.sinotrace.projector.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sinotrace.projector.cuda.device.Gpus;
import io.sinotrace.standin.Control;
import io.sinotrace.standin.StandIn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

/**
 * Tests that run on a stand-in for the CUDA driver; each has to leave nothing behind on it, as the
 * stand-in's own counts tell.
 */
@Tag("stand-in")
public abstract class OnStandIn {
  /** What the stand-in does, and what it has seen. */
  protected static Control control;

  @BeforeAll
  static void use() {
    assumeTrue(StandIn.missing().isEmpty(), () -> StandIn.missing().get());
    control = StandIn.use();
  }

  @BeforeEach
  void reset() {
    control.reset();
  }

  @AfterEach
  void nothingIsLeft() {
    control.failNothing();
    Gpus.close();
    assertEquals(Control.Held.NOTHING, control.held());
  }
}
