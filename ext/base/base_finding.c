/* base: the table of findings; see base_finding.h. */
#include "base/base_finding.h"

const TgFindingInfo aTgFinding[TG_NFINDING] = {
#define X(name, code, severity, meaning, remedy) { code, severity },
  TG_FINDINGS(X)
#undef X
};

TgFindingText aTgFindingText[TG_NFINDING];
