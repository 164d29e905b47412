package io.sinotrace;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Inner rooms know nothing of outer ones, and no room is in a cycle with another. */
class ArchitectureTest {
  private static final String ROOT = "io.sinotrace";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  /**
   * A room: a package with all packages below it.
   *
   * @param name below the root
   * @param mayKnow the rooms whose classes its own may use
   */
  record Room(String name, Set<String> mayKnow) {
    static Room of(String name, String... mayKnow) {
      return new Room(name, Set.of(mayKnow));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Room> rooms() {
    return List.of(
        Room.of("geometry"),
        Room.of("volume", "geometry"),
        Room.of("physics"),
        Room.of("projector", "geometry", "volume"),
        Room.of("reconstruction", "geometry", "volume", "projector"),
        Room.of("plan", "geometry"),
        Room.of("sinogram", "geometry", "plan"),
        Room.of("preview", "geometry"),
        Room.of("export", "geometry", "volume"),
        Room.of(
            "description",
            "geometry",
            "volume",
            "physics",
            "projector",
            "reconstruction",
            "plan",
            "sinogram",
            "preview"),
        new Room("spark", allBut("spark", "cli")),
        new Room("cli", allBut("cli")));
  }

  private static Set<String> allBut(String... names) {
    Set<String> all =
        new TreeSet<>(
            List.of(
                "geometry",
                "volume",
                "physics",
                "projector",
                "reconstruction",
                "plan",
                "sinogram",
                "preview",
                "export",
                "description",
                "spark",
                "cli"));
    all.removeAll(List.of(names));
    return all;
  }

  @Test
  void everyClassIsInOneOfTheRooms() {
    Set<String> found = new TreeSet<>();
    for (JavaClass type : CLASSES) {
      String name = type.getPackageName();
      if (!name.equals(ROOT)) {
        found.add(name.split("\\.", 4)[2]);
      }
    }
    assertEquals(allBut(), found);
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void aRoomKnowsInnerRoomsAlone(Room room) {
    knowsNoOther(room).check(CLASSES);
  }

  private static ArchRule knowsNoOther(Room room) {
    String[] strangers =
        allBut(room.name()).stream()
            .filter(other -> !room.mayKnow().contains(other))
            .map(other -> ROOT + "." + other + "..")
            .toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage(ROOT + "." + room.name() + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(strangers);
  }

  @Test
  void whatAllShareKnowsNoRoom() {
    classes()
        .that()
        .resideInAPackage(ROOT)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(ROOT, "java..", "javax..", "com.sun..", "org.jspecify..", "org.slf4j..")
        .check(CLASSES);
  }

  @Test
  void noPackageIsInACycle() {
    slices().matching("io.sinotrace.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void volumesAndProjectorsKnowNoFiles() {
    knowNothingOf(
        new String[] {"volume", "volume.phantom..", "volume.coverage..", "projector.."},
        ROOT + ".volume.io..");
  }

  @Test
  void backendsAreFoundAndNeverNamed() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            ROOT + ".projector.cpu..",
            ROOT + ".projector.cuda..",
            // On the same devices.
            ROOT + ".reconstruction.backprojection.cuda..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT + ".projector.cpu..", ROOT + ".projector.cuda..")
        .check(CLASSES);
    knowNothingOf(new String[] {"projector.cpu.."}, ROOT + ".projector.cuda..");
    knowNothingOf(new String[] {"projector.cuda.."}, ROOT + ".projector.cpu..");
    knowNothingOf(new String[] {"reconstruction.backprojection.cuda.."}, ROOT + ".projector.cpu..");
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + ".reconstruction.backprojection.cuda..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + ".reconstruction.backprojection.cuda..")
        .check(CLASSES);
  }

  @Test
  void aFormatKnowsNoOther() {
    for (String format : new String[] {"nifti", "metaimage", "numpy", "hdf5"}) {
      for (String other : new String[] {"nifti", "metaimage", "numpy", "hdf5"}) {
        if (!format.equals(other)) {
          knowNothingOf(
              new String[] {"volume.io." + format + ".."}, ROOT + ".volume.io." + other + "..");
        }
      }
    }
  }

  @Test
  void theTableAndTheJobKnowNothingOfEachOther() {
    knowNothingOf(new String[] {"spark.table.."}, ROOT + ".spark.job..");
    knowNothingOf(new String[] {"spark.job.."}, ROOT + ".spark.table..");
  }

  private static void knowNothingOf(String[] rooms, String stranger) {
    String[] packages = Stream.of(rooms).map(r -> ROOT + "." + r).toArray(String[]::new);
    noClasses()
        .that()
        .resideInAnyPackage(packages)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(stranger)
        .check(CLASSES);
  }

  @Test
  void onlyTheSparkRoomKnowsSpark() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".spark..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.spark..", "scala..")
        .check(CLASSES);
  }

  @Test
  void onlyTheCudaRoomKnowsJCuda() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".projector.cuda..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("jcuda..")
        .check(CLASSES);
  }

  @Test
  void geometryNeedsTheJdkAlone() {
    classes()
        .that()
        .resideInAPackage(ROOT + ".geometry")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(ROOT + ".geometry", "java..", "org.jspecify..")
        .check(CLASSES);
  }

  @Test
  void everyPackageSaysWhatItIsFor() {
    Set<String> silent = new TreeSet<>();
    for (JavaClass type : CLASSES) {
      if (type.getPackage().tryGetPackageInfo().isEmpty()) {
        silent.add(type.getPackageName());
      }
    }
    assertEquals(Set.of(), silent);
  }

  @Test
  void theRulesBite() {
    assertTrue(CLASSES.contain("io.sinotrace.spark.ScanPlan"));
    assertThrows(AssertionError.class, () -> knowsNoOther(Room.of("cli")).check(CLASSES));
    assertThrows(
        AssertionError.class, () -> knowNothingOf(new String[] {"spark.."}, "org.apache.spark.."));
  }
}
