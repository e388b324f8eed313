package syntic.store;

import java.lang.reflect.RecordComponent;
import java.util.Map;

/** The settings that configuration records hold, by name; those of a record within a record come with a dot. */
public final class RecordSettings {
    /** What some components need otherwise. */
    @FunctionalInterface
    public interface Otherwise {
        /**
         * @param prefix of the component's record, empty or with a dot at its end
         * @return whether it put what the component stands for; else the rule goes on
         */
        boolean put(Map<String, String> settings, String prefix, String name, Object value);
    }

    private RecordSettings() {}

    /** Puts all settings of a record; of a component that may be one of several kinds also which kind it is. */
    public static void put(Map<String, String> settings, String prefix, Record record) {
        put(settings, prefix, record, (all, before, name, value) -> false);
    }

    /** As {@link #put(Map, String, Record)}. @param otherwise asked first of every component */
    public static void put(Map<String, String> settings, String prefix, Record record, Otherwise otherwise) {
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            String name = component.getName();
            Object value = value(component, record);
            if (value instanceof Record && component.getType().isInterface()) {
                settings.put(prefix + name, value.getClass().getSimpleName());
            }
            if (otherwise.put(settings, prefix, name, value)) {
                continue;
            }
            if (value instanceof Record inner) {
                put(settings, prefix + name + ".", inner, otherwise);
            } else if (value != null && value.getClass().isArray()) {
                throw new IllegalArgumentException("'" + prefix + name + "' is an array; a configuration holds lists "
                        + "instead");
            } else {
                settings.put(prefix + name, String.valueOf(value));
            }
        }
    }

    static Object value(RecordComponent component, Record record) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("the setting '" + component.getName() + "' cannot be read", e);
        }
    }
}
