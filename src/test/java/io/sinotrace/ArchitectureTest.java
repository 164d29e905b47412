package io.sinotrace;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Inner rooms know nothing of outer ones. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.sinotrace");

  @Test
  void everyRoomIsUsedByOuterRoomsAlone() {
    assertFalse(CLASSES.isEmpty());
    layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage("io.sinotrace..")
        .layer("shared")
        .definedBy("io.sinotrace")
        .layer("geometry")
        .definedBy("io.sinotrace.geometry")
        .layer("volume")
        .definedBy(
            "io.sinotrace.volume", "io.sinotrace.volume.phantom", "io.sinotrace.volume.shadow")
        .layer("volume.io")
        .definedBy("io.sinotrace.volume.io..")
        .layer("projector")
        .definedBy("io.sinotrace.projector")
        .layer("projector.cpu")
        .definedBy("io.sinotrace.projector.cpu")
        .layer("projector.cuda")
        .definedBy("io.sinotrace.projector.cuda")
        .layer("sinogram")
        .definedBy("io.sinotrace.sinogram..")
        .layer("description")
        .definedBy("io.sinotrace.description")
        .layer("spark")
        .definedBy("io.sinotrace.spark..")
        .layer("job")
        .definedBy("io.sinotrace.job")
        .whereLayer("job")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("spark")
        .mayOnlyBeAccessedByLayers("job")
        .whereLayer("description")
        .mayOnlyBeAccessedByLayers("spark", "job")
        .whereLayer("sinogram")
        .mayOnlyBeAccessedByLayers("description", "spark", "job")
        .whereLayer("projector.cpu")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("projector.cuda")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("projector")
        .mayOnlyBeAccessedByLayers(
            "projector.cpu", "projector.cuda", "sinogram", "description", "spark", "job")
        .whereLayer("volume.io")
        .mayOnlyBeAccessedByLayers("description", "spark", "job")
        .whereLayer("volume")
        .mayOnlyBeAccessedByLayers(
            "volume.io",
            "projector",
            "projector.cpu",
            "projector.cuda",
            "sinogram",
            "description",
            "spark",
            "job")
        .check(CLASSES);
  }

  @Test
  void onlyTheSparkRoomKnowsSpark() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.sinotrace.spark..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.spark..", "scala..")
        .check(CLASSES);
  }

  @Test
  void onlyTheCudaRoomKnowsJCuda() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.sinotrace.projector.cuda")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("jcuda..")
        .check(CLASSES);
  }

  @Test
  void geometryKnowsNobody() {
    classes()
        .that()
        .resideInAPackage("io.sinotrace.geometry")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("io.sinotrace.geometry", "java..", "org.jspecify..")
        .check(CLASSES);
  }

  @Test
  void theRulesBite() {
    assertThrows(
        AssertionError.class,
        () ->
            noClasses()
                .that()
                .resideInAPackage("io.sinotrace.spark")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.spark..")
                .check(CLASSES));
  }
}
