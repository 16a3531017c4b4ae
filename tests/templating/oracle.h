#pragma once

#include "tests/templating/corpus.h"

#include <optional>

/// What the real Jinja2 makes of a case: text, or the reason it failed.
struct OracleAnswer
{
    std::optional<QString> output;
    QString error;
};

/// Whether python3-jinja2 is installed. The answers come from there only, so its absence is worth a warning.
bool hasOracle();

/// All cases in one process, in order.
std::vector<OracleAnswer> askOracle(const std::vector<TemplateCase> &cases);

/// Holds Daybook's engine against the oracle: same text or failure on both sides. Every difference is
/// reported.
void compareWithOracle(const std::vector<TemplateCase> &cases);
