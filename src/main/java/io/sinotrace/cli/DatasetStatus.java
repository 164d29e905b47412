package io.sinotrace.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sinotrace.InputException;
import io.sinotrace.sinogram.commit.Catalog;
import io.sinotrace.sinogram.commit.CommittedScan;
import io.sinotrace.sinogram.commit.ImageCatalog;
import io.sinotrace.sinogram.commit.ImageName;
import io.sinotrace.sinogram.commit.ScanManifest;
import io.sinotrace.sinogram.commit.SetAside;
import io.sinotrace.sinogram.commit.StagedWork;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * What a dataset holds and what is wrong with it. Its parts and their names are those of the JSON
 * document that programs read, in snake_case.
 *
 * @param dataset its directory, as a person would type it
 * @param scans whose manifests can be read
 * @param rays of these
 * @param bytes of their sinograms
 * @param damaged scans of which a file is missing or has another length
 * @param unreadable scans of which nothing is known, since their newest manifest cannot be read
 * @param setAside scans that runs have not computed, and images that they could not make
 * @param images those of scans
 * @param runs those that are going on, or have died and left something
 */
record DatasetStatus(
    String dataset,
    int scans,
    long rays,
    long bytes,
    List<Fault> damaged,
    List<Fault> unreadable,
    List<Aside> setAside,
    Images images,
    List<StagedWork> runs) {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  /** What is wrong with a scan, in one line. */
  record Fault(String scan, String reason) {}

  /**
   * A scan that was set aside, or an image that could not be made.
   *
   * @param image its name; null for the scan itself
   * @param kind what is at fault, such as {@code INPUT}
   * @param time of the last try, in ISO 8601
   * @param tries how many runs have tried
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Aside(
      String scan, @Nullable String image, String kind, String reason, String time, int tries) {}

  /** What is wrong with an image of a scan, in one line. */
  record ImageFault(String scan, String image, String reason) {}

  /**
   * The images.
   *
   * @param count whose manifests can be read
   * @param bytes of these, without pictures
   * @param damaged of which a file is missing or has another length
   * @param unreadable of which nothing is known, since their newest manifest cannot be read
   * @param outdated made from scans that were replaced since, or are there no more
   */
  record Images(
      int count,
      long bytes,
      List<ImageFault> damaged,
      List<ImageFault> unreadable,
      List<ImageFault> outdated) {
    static Images of(ImageCatalog images, Catalog scans) throws IOException {
      Map<ImageName, String> unreadable = new LinkedHashMap<>();
      images.unreadable().forEach((name, problem) -> unreadable.put(name, problem.why()));
      return new Images(
          images.all().size(),
          images.all().stream().mapToLong(image -> image.manifest().allBytes()).sum(),
          faults(images.damage()),
          faults(unreadable),
          faults(images.outdated(scans)));
    }

    private static List<ImageFault> faults(Map<ImageName, String> reasons) {
      return reasons.entrySet().stream()
          .map(one -> new ImageFault(one.getKey().id(), one.getKey().name(), one.getValue()))
          .toList();
    }
  }

  /** Takes one of a scan's figures. */
  private interface Figure {
    long of(ScanManifest.Figures figures);
  }

  /**
   * Looks at a dataset.
   *
   * @throws InputException if it is none
   * @throws IOException if it cannot be listed
   */
  static DatasetStatus of(String dataset, Configuration conf) throws IOException {
    Catalog catalog = Catalog.ofDataset(dataset, conf);
    List<CommittedScan> scans = List.copyOf(catalog.all());
    Map<String, String> unreadable = new TreeMap<>();
    catalog.unreadable().forEach((id, problem) -> unreadable.put(id, problem.why()));
    return new DatasetStatus(
        catalog.root(),
        scans.size(),
        sum(scans, ScanManifest.Figures::rays),
        sum(scans, ScanManifest.Figures::bytes),
        faults(new TreeMap<>(catalog.damage(scans))),
        faults(unreadable),
        SetAside.read(dataset, conf).all().stream().map(DatasetStatus::aside).toList(),
        Images.of(ImageCatalog.read(dataset, conf), catalog),
        StagedWork.of(dataset, conf));
  }

  private static long sum(List<CommittedScan> scans, Figure figure) {
    long sum = 0;
    for (CommittedScan scan : scans) {
      ScanManifest.Figures figures = scan.manifest().figures();
      sum += figures == null ? 0 : figure.of(figures);
    }
    return sum;
  }

  private static List<Fault> faults(Map<String, String> reasons) {
    return reasons.entrySet().stream().map(one -> new Fault(one.getKey(), one.getValue())).toList();
  }

  private static Aside aside(SetAside.Entry entry) {
    return new Aside(
        entry.id(), entry.image(), entry.kind(), entry.reason(), entry.time(), entry.tries());
  }

  /** Returns whether all scans and images are complete. */
  boolean isComplete() {
    return damaged.isEmpty()
        && unreadable.isEmpty()
        && images.damaged.isEmpty()
        && images.unreadable.isEmpty();
  }

  /** Returns it as one JSON document. */
  String json() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
