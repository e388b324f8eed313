package syntic.method;

import java.nio.file.Path;
import syntic.stage.LanguageModels;

/** A system that changes what another one reads or learns from, and is like it in all else. */
public interface AroundSystem extends CaptionSystem {
    CaptionSystem system();

    @Override
    default String name() {
        return system().name();
    }

    @Override
    default boolean trainsDecoder() {
        return system().trainsDecoder();
    }

    @Override
    default int epochs() {
        return system().epochs();
    }

    @Override
    default Path language(LanguageModels models) {
        return system().language(models);
    }

    @Override
    default boolean readsTexts() {
        return system().readsTexts();
    }

    @Override
    default boolean textOnly() {
        return system().textOnly();
    }

    @Override
    default boolean readsObjects() {
        return system().readsObjects();
    }

    @Override
    default boolean looksUp() {
        return system().looksUp();
    }

    @Override
    default boolean learnsFromSupport() {
        return system().learnsFromSupport();
    }
}
