"""How long each stage of a case may last, in the working time of the city's calendar."""
