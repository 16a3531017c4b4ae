#pragma once

#include "models/project/criterion.h"
#include "models/project/host.h"

#include <map>

namespace daybook::project {

/// What selectors.yml names.
struct Selectors
{
    struct Definition
    {
        SelectionSpec spec;
        Location where;
    };
    std::map<QString, Definition> byName;
    QString standard; ///< the one used when a command names nothing; empty: everything
};

/// Reads selectors.yml of the project's folder; none when there is no such file. `language` renders the
/// templates in its values.
Selectors readSelectors(const std::shared_ptr<const Language> &language, Problems &problems);

} // namespace daybook::project
