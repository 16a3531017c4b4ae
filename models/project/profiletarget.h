#pragma once

#include "models/project/profile.h"
#include "models/project/profilerender.h"

namespace daybook::project {

/// Reads one output of a profile; `what` is what messages call it ("Target 'dev' of profile 'shop'"). Fills
/// spec, schema and threads. Error: Project, with everything that is wrong with it.
Result<Profile> readProfileTarget(const YamlEntry &output, const QString &what,
                                  const ProfileRenderer &renderer);

} // namespace daybook::project
