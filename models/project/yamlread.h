#pragma once

#include "models/project/problems.h"
#include "models/project/yaml.h"

namespace daybook::project {

// Typed reads of a mapping's keys. An absent or null key gives the fallback; a value of the wrong sort is
// put among the problems, with its place and what was expected, and gives the fallback, too.

QString readText(const YamlNode &map, QStringView key, Problems &problems, const QString &fallback = {});
/// A text or a list of texts.
QStringList readTexts(const YamlNode &map, QStringView key, Problems &problems,
                      const QStringList &fallback = {});
bool readFlag(const YamlNode &map, QStringView key, Problems &problems, bool fallback = false);
/// A mapping; a null node when there is none.
YamlNode readMap(const YamlNode &map, QStringView key, Problems &problems);
/// The items of a list, none when there is none.
std::vector<YamlNode> readList(const YamlNode &map, QStringView key, Problems &problems);

/// A warning for each key that is none of `known`. `what` is what the mapping describes: "a model".
void warnOfUnknownKeys(const YamlNode &map, const QStringList &known, const QString &what,
                       Problems &problems);

} // namespace daybook::project
