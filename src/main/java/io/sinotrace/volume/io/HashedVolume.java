package io.sinotrace.volume.io;

import io.sinotrace.volume.Volume;
import java.util.Map;

/**
 * A decoded volume, and what it was decoded from.
 *
 * @param volume mu in 1/mm
 * @param sha256 of each whole file, by name, as {@link InputState#sha256()}
 */
public record HashedVolume(Volume volume, Map<String, String> sha256) {}
