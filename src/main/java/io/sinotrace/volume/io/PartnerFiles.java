package io.sinotrace.volume.io;

import io.sinotrace.InputException;
import io.sinotrace.volume.io.file.VolumeFile;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;

/** Files that are part of a volume without being the one it goes by: the .raw beside an .mhd. */
public final class PartnerFiles {
  private PartnerFiles() {}

  /**
   * Returns the files of no known format that the headers of other files name as theirs.
   *
   * <p>Headers are read only where there are files of no known format. One that cannot be read
   * names no partner; whoever opens the volume says what is wrong with it.
   *
   * @param uris Hadoop paths
   * @return those of them that are partners
   */
  public static Set<String> among(Collection<String> uris, Configuration conf) {
    Set<String> partners = new HashSet<>();
    if (uris.stream().anyMatch(uri -> VolumeFormat.of(uri) == null)) {
      for (String uri : uris) {
        partners.addAll(partnersOf(uri, conf));
      }
      partners.removeIf(uri -> VolumeFormat.of(uri) != null);
      partners.retainAll(Set.copyOf(uris));
    }
    return partners;
  }

  private static List<String> partnersOf(String uri, Configuration conf) {
    VolumeFormat format = VolumeFormat.of(uri);
    if (format == null || !format.hasPartners()) {
      return List.of();
    }
    try {
      VolumeFile file = VolumeFile.find(uri, conf);
      return VolumeLoader.readerOf(file).partners(file).stream()
          .map(name -> file.beside(name).toString())
          .toList();
    } catch (InputException e) {
      return List.of();
    }
  }
}
