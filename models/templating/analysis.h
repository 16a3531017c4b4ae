#pragma once

#include "models/templating/value.h"

namespace daybook::templating {

/// A parameter of a macro.
struct Parameter
{
    QString name;
    bool hasDefault = false;
    std::optional<Value> literalDefault = {}; ///< when the default is a literal
};

/// A macro or a block of a custom tag, as a template defines it.
struct Definition
{
    QString tag; ///< "macro", or the custom tag
    QString name;
    std::vector<Parameter> parameters = {};
    Dict options = {}; ///< of a header with options: value by name, or true
    int line = 0;
    int column = 0;
    QString body = {}; ///< the source between the tags
    int bodyLine = 0;  ///< the line the body starts on
    QString text = {}; ///< the source from the opening tag to the closing one
};

/// A call as it stands in the source; an argument is there when it is a literal.
struct CallSite
{
    QString function; ///< "ref", "config.get"; dotted names only
    std::vector<std::optional<Value>> positional = {};
    std::vector<std::pair<QString, std::optional<Value>>> keyword = {};
    int line = 0;
    int column = 0;
    bool unconditional = true; ///< runs exactly once whenever the template is rendered
    bool hasSpread = false;    ///< `*args` or `**kwargs`: there is more than is listed
    QString definition = {};   ///< the macro or block it stands in, empty outside

    bool isLiteral() const; ///< every argument is known
};

/// What a template says without being executed.
struct Analysis
{
    std::vector<CallSite> calls = {};
    /// Names read and not set by the template itself, in order, each once.
    std::vector<QString> names = {};
    /// There is more in it than text, definitions, and unconditional calls with literal arguments.
    bool isDynamic = false;
};

} // namespace daybook::templating
