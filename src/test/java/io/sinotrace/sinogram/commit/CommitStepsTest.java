package io.sinotrace.sinogram.commit;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommitStepsTest {
  @TempDir Path temp;

  @Test
  void aRunMayDieAnywhereOnALocalDisk() throws Throwable {
    CommitSteps.run(new org.apache.hadoop.fs.Path(temp.toUri()), 1, false);
  }

  @Test
  @Tag("long")
  void theRunAfterItMayDieAnywhereToo() throws Throwable {
    CommitSteps.run(new org.apache.hadoop.fs.Path(temp.toUri()), 1, true);
  }
}
