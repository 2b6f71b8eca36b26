import type { ScenarioAnswer } from "@vivero/contracts";

/** A small valid answer: 1 capability, 2 competencies, 3 skills. */
export function validAnswer(name = "Fleet of the future"): ScenarioAnswer {
  return {
    scenario_metadata: {
      name,
      description: "What it takes to run an electric fleet.",
      scenario_type: "transformation",
      horizon_months: 18,
      confidence_score: 0.82,
    },
    capabilities: [
      {
        id: "cap-1",
        name: "Electric fleet operation",
        description: 'Running "zero emission" vehicles — día y noche.',
        importance: 5,
        competencies: [
          {
            id: "comp-1",
            name: "Charging planning",
            required_level: 4,
            skills: [
              { id: "s-1", name: "Load forecasting" },
              { id: "s-2", name: "Grid tariffs" },
            ],
          },
          {
            id: "comp-2",
            name: "Battery care",
            skills: [{ name: "Diagnostics", description: "Reads cell data." }],
          },
        ],
      },
    ],
    assumptions: ["Prices fall."],
    confidence_score: 0.82,
  };
}

/** It can be read, and breaks the contract in three places. */
export function invalidAnswer(): object {
  const answer = validAnswer();
  return {
    ...answer,
    capabilities: [
      ...answer.capabilities,
      { name: "A capability without competencies", importance: 9 },
      { competencies: [{ name: "An orphan", skills: [{ name: "Lost" }] }] },
    ],
  };
}
