#pragma once

#include "models/project/yamlbuilder.h"

namespace daybook::project {

/// Reads the YAML that properties files are written in, many times faster than yaml-cpp does: block maps and
/// lists, plain and quoted texts of one line, flow lists and maps of one line, comments. False for a document
/// that holds anything else, or that may be wrong: the builder is then of no use, and parseAnyYaml() has to
/// read it and say so. What is read is what parseAnyYaml() would read, places included, those of nulls aside.
bool scanSimpleYaml(QByteArrayView text, YamlBuilder &builder);

/// By yaml-cpp, which knows all of YAML. `text` is UTF-8.
Result<YamlDocument> parseAnyYaml(const QByteArray &text, const QString &file, const YamlLimits &limits = {});

} // namespace daybook::project
